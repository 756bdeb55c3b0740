-- Asks for an address with {n} in it, another one each time; with "many", from another network each.
local method, path, many, number, address

function init(args)
  method, path, many = args[1], args[2], args[3] == "many"
  math.randomseed(os.time())
  number, address = math.random(1000000) * 1000, args[4]
end

local function somebody()
  return table.concat({ 100 + math.random(0, 99), math.random(0, 255), math.random(0, 255), math.random(1, 254) }, ".")
end

function request()
  number = number + 1
  local asked = path:gsub("{n}", number):gsub("{day}", string.format("19%02d/%02d/%02d", number % 99, number % 12 + 1, number % 28 + 1))
  local body = method == "POST" and string.rep("x", 60000) or nil
  return wrk.format(method, asked, { ["X-Forwarded-For"] = many and somebody() or address }, body)
end
