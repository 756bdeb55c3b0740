-- PostgreSQL runs deferred triggers in rounds: this one belongs to the round after the one in
-- which its row was noted, when nothing of the transaction is left to be checked. Whoever holds
-- the edition's row waits for nobody, and who sees the new number sees the new words too. The log
-- is written under that row, so that the order of its numbers is the order of the commits.
CREATE OR REPLACE FUNCTION articles_count_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this bigint;
BEGIN
    DELETE FROM articles_edition_due WHERE transaction = NEW.transaction;
    INSERT INTO articles_edition (number) VALUES (1)
        ON CONFLICT (only_row) DO UPDATE SET number = articles_edition.number + 1
        RETURNING number INTO this;
    WITH due AS (
        DELETE FROM articles_change_due WHERE transaction = NEW.transaction RETURNING scope
    )
    INSERT INTO articles_change (number, scope)
        SELECT this, scope FROM due WHERE scope NOT LIKE 'photo:%'
        UNION
        SELECT this, shown FROM due, articles_photo_scopes(split_part(scope, ':', 2)::bigint) shown
         WHERE scope LIKE 'photo:%';
    -- Where constraints are checked earlier, the same transaction may change more.
    PERFORM set_config('espreso.noted', '', true);
    -- Who has not asked for so long starts anew.
    DELETE FROM articles_change WHERE number <= this - 1000;
    RETURN NULL;
END $$;
