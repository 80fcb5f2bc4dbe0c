#!/usr/bin/env python3
"""../shared/bench/score_mesh.py as it is, also for a GLB with pictures that colour no triangle (normals, occlusion).

OpenCV 4.6 refuses to look up no points at all, and the scorer asks it to, once for each such picture.
Usage: SCORER=../shared/bench/score_mesh.py score_model.py TRUTH RESULT.glb [OPTIONS...]   (options of the scorer)
"""
import os
import runpy

import cv2
import numpy as np

remap = cv2.remap


def remap_some(picture, x, *rest, **options):
    return remap(picture, x, *rest, **options) if x.size else np.zeros(x.shape + picture.shape[2:], picture.dtype)


cv2.remap = remap_some
runpy.run_path(os.environ["SCORER"], run_name="__main__")
