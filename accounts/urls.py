from django.urls import include, path

from accounts.views import (
    audit,
    companies,
    home,
    inbox,
    invitations,
    language,
    members,
    personal,
)

app_name = "accounts"

of_company = [
    path("settings/", companies.company_settings, name="settings"),
    path("settings/members/", members.member_list, name="member-list"),
    path("settings/members/<int:membership_id>/role/", members.member_role, name="member-role"),
    path("settings/members/<int:membership_id>/end/", members.member_end, name="member-end"),
    path(
        "settings/invitations/<int:invitation_id>/withdraw/",
        members.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("messages/", inbox.message_list, name="message-list"),
    path("messages/read/", inbox.message_read_all, name="message-read-all"),
    path("messages/<int:message_id>/open/", inbox.message_open, name="message-open"),
    path("settings/audit/", audit.audit_list, name="audit-list"),
    path("settings/audit/export/", audit.audit_export, name="audit-export"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("language/", language.set_language, name="set-language"),
    path("companies/", companies.company_list, name="company-list"),
    path("companies/new/", companies.company_add, name="company-add"),
    path("me/", personal.personal_settings, name="personal-settings"),
    path("me/sessions/end-others/", personal.session_end_others, name="session-end-others"),
    path("me/sessions/<int:session_id>/end/", personal.session_end, name="session-end"),
    path("invitations/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
    path("w/<slug:slug>/", include(of_company)),
]
