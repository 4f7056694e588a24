"""The vocabulary every part speaks: identifiers, eurocents and periods. Depends on nothing else here."""
