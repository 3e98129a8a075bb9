"""The kinds of attacks, by name."""

from __future__ import annotations

from collections.abc import Callable

from moorage_e2e.attacks import connections, contents, frames
from moorage_e2e.attacks.target import Target

KINDS: dict[str, Callable[[Target], str]] = {
    "unfinished-posts": connections.unfinished_posts,
    "stalled-requests": connections.stalled_requests,
    "unread-bodies": connections.unread_bodies,
    "unread-answers": connections.unread_answers,
    "one-byte-frames": frames.one_byte,
    "window-updates": frames.window_updates,
    "pings": frames.pings,
    "settings": frames.settings,
    "empty-data": frames.empty_data,
    "resets": frames.resets,
    "continuations": frames.continuations,
    "manifest-bodies": contents.manifest_bodies,
    "manifest-trees": contents.manifest_trees,
    "referrers": contents.referrers,
    "wrong-passwords": contents.wrong_passwords,
    "tag-lists": contents.tag_lists,
    "upgrades": contents.upgrades,
}
