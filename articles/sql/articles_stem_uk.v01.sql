-- One word of Ukrainian without what its case, number, gender or tense adds: enough that all
-- forms of a noun or an adjective meet, also where a vowel changes (ніч, ночі; Харків, Харкова;
-- ринок, ринку). It is a key and no word. An empty one stands for a word that says nothing.
CREATE OR REPLACE FUNCTION articles_stem_uk(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    vowels CONSTANT text := 'аеєиіїоуюя';
    -- One letter for both г; apostrophes and marks of stress are no letters.
    s text := translate(lower(word), U&'ґ''\02BC\2019\2018\02B9`\0301', 'г');
    named text;
    size int;
BEGIN
    IF ascii(s) NOT BETWEEN 1072 AND 1119 THEN
        RETURN s;
    END IF;
    IF s IN ('а', 'або', 'без', 'би', 'бо', 'був', 'буде', 'була', 'були', 'було', 'бути', 'в',
             'вам', 'вас', 'ви', 'вже', 'від', 'він', 'вона', 'вони', 'воно', 'все', 'всі', 'де',
             'для', 'до', 'є', 'ж', 'же', 'з', 'за', 'зі', 'і', 'із', 'її', 'їм', 'їх', 'його',
             'йому', 'й', 'коли', 'ми', 'мене', 'мені', 'на', 'над', 'нам', 'нас', 'не', 'ні',
             'них', 'о', 'об', 'під', 'по', 'при', 'про', 'та', 'так', 'також', 'там', 'те', 'ти',
             'тим', 'то', 'тобто', 'того', 'той', 'тому', 'ту', 'у', 'хто', 'це', 'цей', 'ці',
             'цього', 'цьому', 'ця', 'через', 'чи', 'що', 'щоб', 'щодо', 'як', 'яка', 'яке',
             'який', 'якого', 'якої', 'які', 'яких', 'якщо', 'я') THEN
        RETURN '';
    END IF;
    -- Towns in -ів: elsewhere that is the genitive of many, and goes.
    IF s LIKE ANY ('{%ів%,%їв%,%ов%,%єв%}') THEN
        named := substring(s FROM '^(бердич|васильк|глух|кан|ки|кос|крак|льв|макар|микола|немир|обух|'
            'рах|фаст|харк|черніг|чугу)[іїоє]в(?:а|у|і|ом|ові)?$');
        IF named IS NOT NULL THEN
            RETURN named || 'ов';
        END IF;
    END IF;
    -- A city is no bridge (міст, мосту), and a day has no vowel to go by.
    IF s IN ('місто', 'міста', 'місту', 'містом', 'місті', 'містам', 'містами', 'містах') THEN
        RETURN 'місто';
    ELSIF s IN ('день', 'дня', 'дню', 'днем', 'дні', 'днів', 'дням', 'днями', 'днях') THEN
        RETURN 'день';
    ELSIF s = 'воєн' THEN
        s := 'війн';
    END IF;

    size := length(s);
    IF size > 5 AND right(s, 2) IN ('ся', 'сь') THEN
        s := left(s, -2);
        size := size - 2;
    END IF;
    IF size > 7 AND right(s, 3) IN ('ать', 'ить', 'уть', 'ють', 'ять') THEN
        s := left(s, -3);
    ELSIF size > 6 AND right(s, 4) IN ('ього', 'ьому') THEN
        s := left(s, -4);
    ELSIF size > 5 AND right(s, 3) IN (
        'ами', 'ями', 'ими', 'іми', 'ома', 'има', 'ьми', 'ого', 'ому', 'ьою', 'ьої') THEN
        s := left(s, -3);
    ELSIF size > 3 AND right(s, 2) IN (
        'ах', 'ях', 'их', 'іх', 'їх', 'ам', 'ям', 'ом', 'ем', 'єм', 'им', 'ім', 'їм', 'ів', 'їв',
        'ей', 'ий', 'ій', 'ою', 'ею', 'єю', 'ої', 'ую', 'юю')
        AND (size > 4 OR translate(left(s, 2), vowels, '') <> left(s, 2)) THEN
        s := left(s, -2);
    ELSIF size > 2 AND right(s, 1) IN ('а', 'е', 'є', 'и', 'і', 'ї', 'о', 'у', 'ю', 'я', 'ь', 'й')
    THEN
        s := left(s, -1);
    END IF;
    -- Once more, so that "систем" (of systems) and "система" meet, "партій" and "партія".
    size := length(s);
    IF size > 4 AND right(s, 2) IN (
        'ах', 'ях', 'их', 'іх', 'їх', 'ам', 'ям', 'ом', 'ем', 'єм', 'им', 'ім', 'їм', 'ів', 'їв')
    THEN
        s := left(s, -2);
    ELSIF size > 6 AND right(s, 3) = 'ієв' THEN
        s := left(s, -3);
    ELSIF size > 3 AND right(s, 1) IN ('е', 'є', 'и', 'і', 'ї', 'о') THEN
        s := left(s, -1);
    ELSIF size > 6 AND right(s, 2) IN (
        'ав', 'ал', 'ат', 'ив', 'ил', 'ит', 'яв', 'ял', 'ят', 'ов', 'ев', 'єв') THEN
        s := left(s, -2);
    END IF;

    s := replace(s, 'ь', '');
    size := length(s);
    IF size > 3 AND right(s, 1) = substr(s, size - 1, 1) THEN
        s := left(s, -1);
    END IF;
    -- Hands in the locative (руці), help too (допомозі); and a Ukrainian of either sex.
    s := CASE right(s, 1)
        WHEN 'ц' THEN left(s, -1) || 'к'
        WHEN 'з' THEN left(s, -1) || 'г'
        ELSE s
    END;
    -- The vowel that comes and goes: ринок and ринку, вікон and вікна, липень and липня.
    size := length(s);
    IF size > 3 AND right(s, 1) IN ('в', 'к', 'л', 'н', 'р')
        AND substr(s, size - 1, 1) IN ('е', 'і', 'о')
        AND strpos(vowels, substr(s, size - 2, 1)) = 0
        AND translate(left(s, -3), vowels, '') <> left(s, -3) THEN
        s := left(s, -2) || right(s, 1);
    END IF;
    -- The one that changes: ніч and ночі, Ірпінь and Ірпеня.
    RETURN regexp_replace(s, '[еєіїо]([^аеєиіїоуюя]*)$', 'о\1');
END $$;
