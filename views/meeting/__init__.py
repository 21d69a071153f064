"""Sēdes: CAB meetings, their agendas and minutes."""
