"""Tests of the package itself: python3 -m unittest discover, in e2e/"""
