"""Family Y: compare the filing with last year's, which is ``Filing.prior``; without it nothing is checked."""
