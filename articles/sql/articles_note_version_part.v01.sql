-- A row beside a version. One that came with its version is noted with it; another one (a topic
-- was merged, a name added) changes the piece, and the list that it stands for.
CREATE OR REPLACE FUNCTION articles_note_version_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb;
    piece bigint;
    list text := TG_ARGV[1];
BEGIN
    FOREACH changed IN ARRAY ARRAY[to_jsonb(OLD), to_jsonb(NEW)] LOOP
        IF changed IS NOT NULL THEN
            SELECT article_id INTO piece
              FROM articles_version WHERE id = (changed ->> TG_ARGV[0])::bigint;
            PERFORM articles_note_change(array_remove(ARRAY[
                'pieces', 'piece:' || piece, list || ':' || (changed ->> (TG_ARGV[2]))], NULL));
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
