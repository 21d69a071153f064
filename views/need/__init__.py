"""Vai aktivitāte jāsaskaņo: the questionnaire and the kept “no” answers."""
