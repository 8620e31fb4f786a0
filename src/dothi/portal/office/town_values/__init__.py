"""Values of standards of towns at the desk: list, form, steps, workbook."""
