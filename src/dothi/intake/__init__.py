"""A planner's file becomes a checked layer: reading, legacy text, dossier layout, checks, repair, report."""
