"""What a refused file seems to be. Only for its message: nothing is ever accepted because of this guess."""

import puremagic

HEAD = 4096
WORDS = {
    ".pdf": "PDF 文档",
    ".svg": "SVG 图形",
    ".html": "网页",
    ".xml": "XML 文件",
    ".heic": "HEIC 照片",
    ".heif": "HEIC 照片",
    ".avif": "AVIF 图片",
    ".gif": "GIF 图片",
    ".bmp": "BMP 图片",
    ".tif": "TIFF 图片",
    ".tiff": "TIFF 图片",
    ".zip": "Office 文档或压缩包",
    ".docx": "Office 文档或压缩包",
    ".xlsx": "Office 文档或压缩包",
    ".pptx": "Office 文档或压缩包",
    ".doc": "Office 文档",
    ".rar": "压缩包",
    ".7z": "压缩包",
    ".exe": "程序文件",
    ".mp4": "视频",
    ".mov": "视频",
    ".avi": "AVI 视频",
    ".mkv": "MKV 视频",
    ".wmv": "WMV 视频",
    ".mp3": "音频",
    ".jpg": "JPEG 图片",
    ".jpeg": "JPEG 图片",
    ".jfif": "JPEG 图片",
    ".png": "PNG 图片",
    ".webp": "WebP 图片",
}
MARKUP = {
    b"<svg": "SVG 图形",
    b"<!doctype html": "网页",
    b"<html": "网页",
    b"<?php": "程序文件",
    b"<?xml": "XML 文件",
}


def seems_to_be(head: bytes) -> str:
    """`PDF 文档` and the like; empty when nobody knows."""
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if markup := next((word for mark, word in MARKUP.items() if start.startswith(mark)), ""):
        return "SVG 图形" if b"<svg" in start else markup
    try:
        return WORDS.get(puremagic.from_string(head[:HEAD]), "")
    except (puremagic.PureError, ValueError):
        return ""
