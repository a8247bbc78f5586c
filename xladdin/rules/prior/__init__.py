"""Family Y: the filing against last year's, which is ``Filing.prior``. Without one, nothing is said."""
