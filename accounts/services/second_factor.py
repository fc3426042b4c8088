"""Time-based codes through django-otp."""

from django_otp.plugins.otp_totp.models import TOTPDevice


def device_of(user) -> TOTPDevice:
    """The user's confirmed device, or the one that is being set up."""
    device = TOTPDevice.objects.filter(user=user).order_by("-confirmed", "pk").first()
    return device or TOTPDevice.objects.create(user=user, name="身份验证器", confirmed=False)


def is_bound(user) -> bool:
    """Whether an authenticator was set up for `user`, confirmed or not."""
    return TOTPDevice.objects.filter(user=user).exists()


def forget(user) -> int:
    """Unbind every authenticator of `user`, whose phone is lost: the next sign-in sets up a new one.

    Returns how many there were. Sessions confirmed with them are unconfirmed at once.
    """
    _, deleted = TOTPDevice.objects.filter(user=user).delete()
    return deleted.get(TOTPDevice._meta.label, 0)


def confirm(device: TOTPDevice) -> None:
    """The first right code shows that the set-up worked."""
    if not device.confirmed:
        device.confirmed = True
        device.save(update_fields=["confirmed"])
