"""What is in the files of an upload, and the first mapping of them."""

from tfrq.ingest.profile.draft import check_draft, draft, write_draft
from tfrq.ingest.profile.model import Profile
from tfrq.ingest.profile.suggest import suggested
from tfrq.ingest.profile.uploads import expanded, profile

__all__ = ["Profile", "check_draft", "draft", "expanded", "profile", "suggested", "write_draft"]
