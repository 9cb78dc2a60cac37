-- Reference genes whose copies were reported with some test.
SELECT DISTINCT reference_gene FROM molecular WHERE reference_copies IS NOT NULL
