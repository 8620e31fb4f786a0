"""Towns under the rules of classification: what a town scores, what it lacks, what decides."""
