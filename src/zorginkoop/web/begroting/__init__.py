"""Partnerships, regional organisations and out-of-hours services: requests with a budget, and the yearly cycle."""
