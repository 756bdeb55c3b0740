-- PostgreSQL runs deferred triggers in rounds: this one belongs to the round after the one in
-- which its row was noted, when nothing of the transaction is left to be checked. Whoever holds
-- the edition's row waits for nobody, and who sees the new number sees the new words too.
CREATE OR REPLACE FUNCTION articles_count_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM articles_edition_due WHERE transaction = NEW.transaction;
    INSERT INTO articles_edition (number) VALUES (1)
        ON CONFLICT (only_row) DO UPDATE SET number = articles_edition.number + 1;
    RETURN NULL;
END $$;
