"""The people of the office as the window asks for them: who sits here, what they may do, and the accounts themselves."""

from desktop.models.accounts import Account, Accounts, Session
from desktop.models.book import Book
from desktop.models.errors import InputError


class People(Accounts):
    """The accounts of a book for one thread; who sits at the desk is one for all threads."""

    def __init__(self, book: Book, session: Session) -> None:
        super().__init__(book)
        self._session = session

    @property
    def current(self) -> Account | None:
        """Who sits at the desk, None while it is locked or without accounts."""
        return self._session.account

    def may(self, act: str) -> str:
        """Return why something cannot be done now, "" when it can."""
        return self._session.may(act)

    def sign_in(self, uid: str, pin: str, *, new_pin: str = "") -> Account:
        """Let a person sit down; what is saved from now on bears their name. `new_pin` is for one who has none yet.

        Raises InputError when the PIN is wrong or must wait.
        """
        account = self.verify(uid, pin)
        if not account.has_pin:
            super().set_pin(uid, new_pin)
            account = self.get(uid)
        return self._sit(account)

    def leave(self) -> None:
        """Lock the desk: nobody sits here."""
        self._session.account = None

    def found(self, name: str, role: str, pin: str) -> Account:
        """Make the first account; who makes it manages and sits down at once. Raises InputError."""
        if self.guarded:
            raise InputError("Đã có tài khoản: hãy thêm người trong danh sách.")
        account = super().add(name, role, pin, manages=True)
        self._session.guarded = True
        return self._sit(account)

    def add(self, name: str, role: str, pin: str, *, manages: bool = False) -> Account:
        """Add a person. Raises InputError, also for who does not manage."""
        self._refuse("manage")
        return super().add(name, role, pin, manages=manages)

    def change(self, uid: str, *, name: str, role: str, manages: bool, active: bool = True) -> Account:
        """Change an account. Raises InputError, also for who does not manage."""
        self._refuse("manage")
        account = super().change(uid, name=name, role=role, manages=manages, active=active)
        if self.current and self.current.uid == uid:
            self._sit(account)
        return account

    def set_pin(self, uid: str, pin: str) -> None:
        """Give a new PIN: everybody their own, who manages anybody's. Raises InputError."""
        if not (self.current and self.current.uid == uid):
            self._refuse("manage")
        super().set_pin(uid, pin)

    def reset(self, uid: str) -> None:
        """Take a forgotten PIN away. Raises InputError for who does not manage."""
        self._refuse("manage")
        super().reset(uid)

    def remove_all(self) -> None:
        """Let the program be open again. Raises InputError for who does not manage."""
        self._refuse("manage")
        super().remove_all()
        self._session.guarded, self._session.account = False, None

    def _sit(self, account: Account) -> Account:
        self._session.account = account
        self._book.sign_as(account.name)
        return account

    def _refuse(self, act: str) -> None:
        reason = self.may(act)
        if reason:
            raise InputError(reason)
