"""Deletion in the desk: a row is locked before all that hangs on it is looked for."""


class LockedDeletionMixin:
    """For every admin of the desk, as `BoundedListMixin` is.

    What somebody adds to the row at this moment is waited for, and is found. Otherwise the database
    would keep the row for it, and the desk could not say why.
    """

    def get_deleted_objects(self, objs, request):
        """Return as Django does; to who presses the button, say what forbids it.

        It may have come since the page was opened. Django would answer 403, as to a stranger.
        """
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if request.method == "POST" and not protected:
            protected = sorted(lacking)
        return found, counts, lacking, protected

    def delete_model(self, request, obj):
        """Lock one row, and delete it."""
        _lock(type(obj), [obj.pk])
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        """Lock the rows, and delete them."""
        _lock(queryset.model, queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)


def _lock(model, keys):
    # In the order of their keys, as everywhere: two who delete the same do not wait for each other.
    # An interview is an article first, and is saved as one first.
    keys = list(keys)
    for table in (*reversed(model._meta.get_parent_list()), model):
        list(table._base_manager.filter(pk__in=keys).order_by("pk").select_for_update())
