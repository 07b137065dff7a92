"""Reads a feed from standard input, as Content-Type says, and prints what feedparser made of it."""

import json
import sys
import time

import feedparser


def moment(parts):
    return parts and time.strftime("%Y-%m-%dT%H:%M:%SZ", parts)


def entry(found):
    content = found.get("content") or [{}]
    return {
        "id": found.get("id"),
        "is_permalink": found.get("guidislink", False),
        "title": found.get("title"),
        "link": found.get("link"),
        "author": found.get("author"),
        "published": moment(found.get("published_parsed")),
        "updated": moment(found.get("updated_parsed")),
        "tags": [tag["term"] for tag in found.get("tags", [])],
        "html": content[0].get("value"),
    }


def main():
    headers = {"content-type": sys.argv[1]}
    result = feedparser.parse(sys.stdin.buffer.read(), response_headers=headers)
    feed = result.feed
    links = {link["rel"]: link["href"] for link in feed.get("links", [])}
    told = {
        "bozo": int(result.bozo),
        "problem": str(result.get("bozo_exception", "")),
        "version": result.version,
        "title": feed.get("title"),
        "language": feed.get("language"),
        "link": feed.get("link"),
        "self": links.get("self"),
        "updated": moment(feed.get("updated_parsed")),
        "entries": [entry(found) for found in result.entries],
    }
    json.dump(told, sys.stdout)


main()
