"""Cases: what is under way towards a plan, a class, a unit, a regulation or an answer, and on whose desk."""
