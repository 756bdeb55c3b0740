-- What has changed since the edition `number` and the moment `since`: by commits, and by the clock
-- alone. `whole` when that cannot be told, since the log begins later, or the number is of a
-- database that was restored.
CREATE OR REPLACE FUNCTION articles_changes_since(
    INOUT number bigint, INOUT since timestamptz, OUT whole boolean, OUT scopes text[]
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    before bigint := number;
    last timestamptz := since;
BEGIN
    number := coalesce((SELECT edition.number FROM articles_edition edition), 0);
    since := statement_timestamp();
    whole := before IS NULL OR number < before OR since < last OR number > before
        AND NOT EXISTS (SELECT FROM articles_change logged WHERE logged.number = before + 1);
    IF whole THEN
        RETURN;
    END IF;
    scopes := ARRAY(
        SELECT logged.scope FROM articles_change logged WHERE logged.number > before
        UNION
        SELECT unnest(articles_version_scopes(version)
                      || articles_card_scopes(version, true, false))
          FROM articles_version version
         WHERE lower(version.during) > last AND lower(version.during) <= since
        UNION
        SELECT unnest(articles_version_scopes(version)
                      || articles_card_scopes(version, false, true))
          FROM articles_version version
         WHERE upper(version.during) > last AND upper(version.during) <= since
        UNION
        SELECT unnest(articles_layout_scopes(layout)) FROM articles_layout layout
         WHERE lower(layout.during) > last AND lower(layout.during) <= since
        UNION
        SELECT unnest(articles_layout_scopes(layout)) FROM articles_layout layout
         WHERE upper(layout.during) > last AND upper(layout.during) <= since
    );
END $$;
