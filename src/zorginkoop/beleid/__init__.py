"""Purchase policy as data and rules: load it, assess a practice against it, compose what is offered."""
