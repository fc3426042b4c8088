"""Look of the admin: the colours of docs/look.md as unfold's scales, and its sidebar."""

from django.templatetags.static import static

RED = {
    "50": "#fbedec",
    "100": "#f8dedd",
    "200": "#f1bfbe",
    "300": "#e59795",
    "400": "#d8656a",
    "500": "#c5333a",
    "600": "#b81c22",
    "700": "#97151a",
    "800": "#7a1216",
    "900": "#5c0f12",
    "950": "#3a090b",
}
"""The league's red; 600 carries white text at 6.4:1."""

SLATE = {
    "50": "#f7f6f3",
    "100": "#eef0f2",
    "200": "#e3e6ea",
    "300": "#cbd0d6",
    "400": "#a7b0ba",
    "500": "#6b747f",
    "600": "#5a636e",
    "700": "#434a52",
    "800": "#343a41",
    "900": "#1b1e22",
    "950": "#131518",
}
"""Mist, lines and slate; 900 and 950 are the dark theme's grounds."""

UNFOLD = {
    "SITE_TITLE": "青年文明号创建管理平台",
    "SITE_HEADER": "青年文明号创建管理平台",
    "SITE_SUBHEADER": "管理后台",
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/favicon.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "base": SLATE,
        "primary": RED,
        "font": {
            "subtle-light": "#5a636e",
            "subtle-dark": "#a7b0ba",
            "default-light": "#434a52",
            "default-dark": "#cbd0d6",
            "important-light": "#1e2227",
            "important-dark": "#eceef0",
        },
    },
    "STYLES": [
        lambda request: static("css/tokens.css"),
        lambda request: static("css/components.css"),
        lambda request: static("admin_theme/admin.css"),
    ],
    "SCRIPTS": [lambda request: static("admin_theme/scrolling.js")],
    "DASHBOARD_CALLBACK": "config.dashboard.fill",
    "ACCOUNT": {
        "navigation": [
            {"title": "收件箱", "link": "/accounts/inbox/"},
            {"title": "修改密码", "link": "/accounts/password/"},
        ],
    },
    "SIDEBAR": {"show_search": True, "navigation": "config.navigation.sidebar"},
}
