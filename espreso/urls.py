"""URLs: the root of all of them. The public site is last, its addresses being the most general."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import set_language

from espreso import health, known_sessions, media, passkeys, reauthentication, sign_in

# The desk's door is the newsroom's sign-in, with its second factor and its rate limits.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("admin/", admin.site.urls),
    # Of the desk, whose people choose their language; readers choose an address.
    path("accounts/language/", set_language, name="language"),
    path("accounts/login/", sign_in.SignInPage.as_view(), name="account_login"),
    path("accounts/email/", sign_in.AddressesPage.as_view(), name="account_email"),
    path(
        "accounts/confirm-email/<key>/",
        sign_in.ConfirmationPage.as_view(),
        name="account_confirm_email",
    ),
    path(
        "accounts/password/change/",
        sign_in.ChangePasswordPage.as_view(),
        name="account_change_password",
    ),
    path(
        "accounts/reauthenticate/",
        reauthentication.ByPassword.as_view(),
        name="account_reauthenticate",
    ),
    path(
        "accounts/2fa/reauthenticate/",
        reauthentication.ByCode.as_view(),
        name="mfa_reauthenticate",
    ),
    path(
        "accounts/2fa/webauthn/reauthenticate/",
        reauthentication.ByKey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/2fa/webauthn/login/", passkeys.PasskeyPage.as_view(), name="mfa_login_webauthn"),
    # For nginx alone.
    path("accounts/known/", known_sessions.known, name="known_session"),
    path("accounts/", include("allauth.urls")),
    path("healthz", health.reserved),
    path("readyz", health.reserved),
    re_path(r"^media/(?P<name>[\w-]+\.(?:avif|jpg))$", media.rendition),
    path("", include("articles.root_urls")),
    *i18n_patterns(path("", include("articles.urls")), prefix_default_language=False),
]

handler400 = "articles.views.errors.bad_request"
handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.server_error"
