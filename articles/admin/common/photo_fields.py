"""Photo fields: what a form shows of a photo, and what its script needs to choose another one."""

from articles import imaging, permissions
from articles.models import Photo

ACCEPTED = ",".join(
    ["image/*", *(each for endings in imaging.EXTENSIONS.values() for each in endings)]
)


def card_of(photo) -> dict:
    """Return it as scripts and templates read it; without a `thumbnail` where there is none yet."""
    return {
        "id": photo.pk,
        "words": str(photo),
        "credit": photo.credit,
        "alternative_text": photo.alternative_text,
        "thumbnail": photo.thumbnail if photo.usable else "",
    }


def picker_context(user) -> dict:
    """Return what `admin/desk/photos/picker.html` is drawn from."""
    return {
        "user": user,
        "may_upload": permissions.may(user, "add", Photo),
        "accepted": ACCEPTED,
        "most_bytes": imaging.MAX_BYTES,
        "most_megabytes": imaging.MAX_BYTES // 1024**2,
    }
