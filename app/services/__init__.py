"""Use cases, named by verbs: the actor and the day are arguments."""
