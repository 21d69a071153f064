"""The list of activities, the page of one, and the steps taken there."""
