-- A photo shows in the pieces that use it, on the cards of those that it leads, and with an author.
CREATE OR REPLACE FUNCTION articles_note_photo() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shown articles_version;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    END IF;
    FOR shown IN
        SELECT version.* FROM articles_version version
         WHERE version.during @> clock_timestamp()
           AND (version.lead_photo_id = OLD.id
                OR version.id IN (SELECT version_id FROM articles_versionphoto
                                   WHERE photo_id = OLD.id))
    LOOP
        PERFORM articles_note_change(
            articles_version_scopes(shown) || ARRAY['card:' || shown.article_id]);
    END LOOP;
    PERFORM articles_note_change(ARRAY(
        SELECT 'author:' || id FROM articles_author WHERE portrait_id = OLD.id));
    RETURN NULL;
END $$;
