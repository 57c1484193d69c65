"""The countries of each project."""

from mcee_eval.frames.projects import homes as homes
