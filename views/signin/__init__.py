"""Coming in: password, second factor, single sign-on, devices."""
