package io.dayreel.store;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Walks a listing while holding one page of it. For one thread. */
final class PagedIterator<T> implements Iterator<T> {
    private static final int PAGE = 1000;

    private final Pages<T> pages;
    private Iterator<T> page = List.<T>of().iterator();
    private Optional<T> last = Optional.empty();
    private boolean ended;

    PagedIterator(Pages<T> pages) {
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !ended) {
            List<T> next = pages.after(last, PAGE);
            ended = next.size() < PAGE;
            page = next.iterator();
        }
        return page.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T entry = page.next();
        last = Optional.of(entry);
        return entry;
    }

    interface Pages<T> {
        /** At most {@code max} entries that follow the last; fewer only at the end. */
        List<T> after(Optional<T> last, int max);
    }
}
