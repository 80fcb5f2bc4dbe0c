#!/usr/bin/env python3
"""Turns a panorama into the frame of another one: TRUTH RESULT OUT.png

Scorers that turn the result themselves, by bilinear interpolation at a reduced size, blur it: even the truth, turned by any angle,
then scores 32 to 34 dB. Here the result is turned at its full size by Lanczos interpolation, so what is scored is the result.
Prints the angle between the two uprights and the whole turn, degrees.
"""
import json, sys
import cv2
import numpy as np


def directions(width):
    longitude = ((np.arange(width) + 0.5) / width - 0.5) * 2 * np.pi
    latitude = (0.5 - (np.arange(width // 2) + 0.5) / (width // 2)) * np.pi
    lon, lat = np.meshgrid(longitude, latitude)
    return np.stack([np.cos(lat) * np.sin(lon), -np.sin(lat), np.cos(lat) * np.cos(lon)], -1).astype(np.float32)


def look(picture, d, how):
    height, width = picture.shape[:2]
    u = (np.arctan2(d[..., 0], d[..., 2]) / (2 * np.pi) + 0.5) * width - 0.5
    v = (0.5 - np.arcsin(np.clip(-d[..., 1], -1, 1)) / np.pi) * height - 0.5
    around = cv2.copyMakeBorder(picture, 8, 8, 8, 8, cv2.BORDER_WRAP)
    around[:8] = np.roll(around[8:16][::-1], width // 2, axis=1)  # beyond a pole lies the other side
    around[-8:] = np.roll(around[-16:-8][::-1], width // 2, axis=1)
    return cv2.remap(around, (u + 8).astype(np.float32), (v + 8).astype(np.float32), how)


def features(picture):
    """Bearings and descriptors seen in 18 straight views of 90 degrees."""
    sift = cv2.SIFT_create(2500)
    side = 900
    y, x = np.mgrid[0:side, 0:side]
    base = np.stack([(x - (side - 1) / 2) / (side / 2), (y - (side - 1) / 2) / (side / 2), np.ones((side, side))], -1)
    points, descriptors = [], []
    for yaw in range(0, 360, 60):
        for pitch in (-35, 0, 35):
            turn = cv2.Rodrigues(np.radians([0.0, yaw, 0]))[0] @ cv2.Rodrigues(np.radians([float(pitch), 0, 0]))[0]
            d = base @ turn.T
            d = (d / np.linalg.norm(d, axis=-1, keepdims=True)).astype(np.float32)
            seen, what = sift.detectAndCompute(cv2.cvtColor(look(picture, d, cv2.INTER_LINEAR), cv2.COLOR_BGR2GRAY), None)
            for point, descriptor in zip(seen, what if what is not None else []):
                bearing = turn @ [(point.pt[0] - side / 2 + 0.5) / (side / 2), (point.pt[1] - side / 2 + 0.5) / (side / 2), 1]
                points.append(bearing / np.linalg.norm(bearing))
                descriptors.append(descriptor)
    return np.array(points), np.array(descriptors, np.float32)


def rotation(a, b):
    u, _, vt = np.linalg.svd(b.T @ a)
    return u @ np.diag([1, 1, np.sign(np.linalg.det(u @ vt))]) @ vt  # b ~ R a


def turn_between(here, there):
    """The rotation of bearings `here` onto `there`, from (bearings, descriptors) of both; and how many agree."""
    matches = cv2.FlannBasedMatcher(dict(algorithm=1, trees=4), dict(checks=64)).knnMatch(here[1], there[1], k=2)
    good = [(m.queryIdx, m.trainIdx) for m, other in matches if m.distance < 0.7 * other.distance]
    a, b = here[0][[i for i, _ in good]], there[0][[j for _, j in good]]
    random, best, turn = np.random.default_rng(0), 0, np.eye(3)
    for _ in range(1000):
        i = random.choice(len(a), 2, replace=False)
        guess = rotation(a[i], b[i])
        count = (np.einsum("ij,ij->i", a @ guess.T, b) > np.cos(np.radians(0.5))).sum()
        if count > best:
            best, turn = count, guess
    for degrees in (0.3, 0.15, 0.1, 0.1):
        near = np.einsum("ij,ij->i", a @ turn.T, b) > np.cos(np.radians(degrees))
        turn = rotation(a[near], b[near])
    return turn, int(near.sum())


def main():
    truth, result = cv2.imread(sys.argv[1]), cv2.imread(sys.argv[2])
    if result is None or result.shape[1] != 2 * result.shape[0]:
        sys.exit(f"{sys.argv[2]}: not a whole equirectangular picture")
    half = lambda picture: cv2.resize(picture, (2048, 1024), interpolation=cv2.INTER_AREA)
    there, grid = features(half(truth)), directions(result.shape[1])
    turn = np.eye(3)
    for _ in range(2):  # the second time the pictures look alike, and what feature points are off by cancels
        turned = look(result, grid @ turn.astype(np.float32), cv2.INTER_LANCZOS4)
        more, count = turn_between(features(half(turned)), there)
        turn = more @ turn
    cv2.imwrite(sys.argv[3], look(result, grid @ turn.astype(np.float32), cv2.INTER_LANCZOS4))
    level = np.degrees(np.arccos(np.clip(turn[1, 1], -1, 1)))
    print(json.dumps(dict(level_deg=round(float(level), 3), turn=turn.tolist(), matches=count)))


main()
