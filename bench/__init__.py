"""Speed side by side: this system, a bare Flask route and Django admin over the same rows."""
