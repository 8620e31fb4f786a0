"""What people change, as Django apps: models and the services that write them. No pages."""
