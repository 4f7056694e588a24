"""Terms as tasks, messages and mail, and the private calendar of an organisation."""
