"""Addresses of 审核 and its letters, below `/review/lead/`; names stand in the namespace `reviews`."""

from django.urls import path

from reviews.views import letters, selections

urlpatterns = [
    path("selections/<int:pk>/", selections.SelectionPage.as_view(), name="selection"),
    path("selections/<int:pk>/prefill/", selections.Prefill.as_view(), name="selection_prefill"),
    path("selections/<int:pk>/preview/", selections.Preview.as_view(), name="selection_preview"),
    path("selections/<int:pk>/areas/", selections.Areas.as_view(), name="selection_areas"),
    path("selections/<int:pk>/letters/", letters.Letters.as_view(), name="letters"),
    path("selections/<int:pk>/letters/send/", letters.SendLetters.as_view(), name="letters_send"),
    path("letters/<int:pk>/", letters.LetterPage.as_view(), name="letter"),
    path("letters/<int:pk>/send/", letters.SendLetter.as_view(), name="letter_send"),
]
