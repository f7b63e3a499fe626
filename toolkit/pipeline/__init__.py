"""The straight lines: translate, summarize, run. Rooms below do the work; nothing here knows how."""
