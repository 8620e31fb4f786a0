"""Administrative units and towns through time."""
