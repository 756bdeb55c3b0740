-- Asks for an address with {n} in it, another one each time; with "many", from another network each.
-- So does the cookie. Of what is sent, the length is said. {line} is the next one of a file.
local method, path, many, number, address, cookie, body, encoding
local lines = {}

function init(args)
  method, path, many = args[1], args[2], args[3] == "many"
  math.randomseed(os.time())
  number, address, cookie = math.random(1000000) * 1000, args[4], args[5]
  body = method == "POST" and string.rep("x", tonumber(args[6])) or nil
  encoding = args[7]
  if args[8] then
    for line in io.lines(args[8]) do
      lines[#lines + 1] = line
    end
  end
end

local function somebody()
  return table.concat({ 100 + math.random(0, 99), math.random(0, 255), math.random(0, 255), math.random(1, 254) }, ".")
end

function request()
  number = number + 1
  local asked = path:gsub("{n}", number):gsub("{day}", string.format("19%02d/%02d/%02d", number % 99, number % 12 + 1, number % 28 + 1)):gsub("{line}", lines[number % #lines + 1] or "")
  local headers = { ["X-Forwarded-For"] = many and somebody() or address, ["Accept-Encoding"] = encoding }
  if cookie ~= "" then
    headers["Cookie"] = cookie:gsub("{n}", number)
  end
  return wrk.format(method, asked, headers, body)
end
