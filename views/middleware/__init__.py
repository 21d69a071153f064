"""What happens around every request and every answer."""
