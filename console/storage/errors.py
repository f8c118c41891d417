"""What can go wrong with the store.

StorageError
    CannotOpen          nothing was changed; a person must act before trying again
        HeldElsewhere   another desk has the data directory
        OnNetworkShare  locks are not kept there, so the file would break
        NotOurs         another user's file, or another program's
        ReadOnly        the file or its folder cannot be written
        Corrupt         the file is kept as it is; a backup may be put in its place
        NewerSchema     made by a newer Lockyard
        MigrationFailed the old file is as it was; its backup is named
    WriteFailed         this unit left nothing behind; its neighbours are not touched
        DiskFull        trying again helps once there is room
        Busy            another program holds the file; trying again helps
        Conflict        a rule of the store refused it; trying again does not help
    ReadFailed          trying again may help
    Missing             no such row
    Closed              the store is shut, or shutting

Every error carries a `code` and arguments; only the desk turns them into words. `str`
of it is plain English for the log and the command line.
"""

from typing import ClassVar


class StorageError(Exception):
    """Anything the store could not do. `again`: whether trying again may help."""

    code: ClassVar[str] = "storage"
    again: ClassVar[bool] = False


class CannotOpen(StorageError):
    """The store was not opened and nothing was changed."""

    code = "cannot_open"


class HeldElsewhere(CannotOpen):
    """Another desk holds the data directory: host, process, since when."""

    code = "held_elsewhere"


class OnNetworkShare(CannotOpen):
    """The file lies on a drive of another machine."""

    code = "on_network_share"


class NotOurs(CannotOpen):
    """The file belongs to another user or to another program."""

    code = "not_ours"


class ReadOnly(CannotOpen):
    """The file or its folder cannot be written."""

    code = "read_only"


class Corrupt(CannotOpen):
    """The file is damaged. It is kept as it is and never replaced by itself."""

    code = "corrupt"


class NewerSchema(CannotOpen):
    """The file was made by a newer version of the program."""

    code = "newer_schema"


class MigrationFailed(CannotOpen):
    """A migration was taken back; the file is as it was before."""

    code = "migration_failed"


class WriteFailed(StorageError):
    """This unit of work was taken back whole."""

    code = "write_failed"


class DiskFull(WriteFailed):
    """No room on the drive."""

    code = "disk_full"
    again = True


class Busy(WriteFailed):
    """Another program held the file for too long."""

    code = "busy"
    again = True


class Conflict(WriteFailed):
    """A rule of the store refused this unit."""

    code = "conflict"


class ReadFailed(StorageError):
    """A query could not be answered."""

    code = "read_failed"
    again = True


class Missing(StorageError):
    """There is no such row."""

    code = "missing"


class Closed(StorageError):
    """The store is shut, or is shutting and takes nothing new."""

    code = "closed"
