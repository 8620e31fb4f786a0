"""Invented plans for demonstrations, made from a seed on real ground and labelled wherever they go.

A script in the province pack (:mod:`~dothi.illustration.script`) says which rivers, roads, towns and plans
there shall be; :func:`~dothi.illustration.draw.draw_plans` draws them, upper before lower, and
:func:`~dothi.illustration.write.write_plan` writes each as the layers of a digital dossier.

Every level is drawn alike: streets follow a field of directions (:mod:`~dothi.illustration.field`,
:mod:`~dothi.illustration.streets`), patches are laid over the ground and what lies between is divided
(:mod:`~dothi.illustration.partition`), all lines are woven into one coverage
(:mod:`~dothi.illustration.coverage`), and zones get functions by shares
(:mod:`~dothi.illustration.allot`). A lower plan starts from the zones and streets of the upper one.
"""
