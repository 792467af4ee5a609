//! How much one thread has on the heap, counted by the allocator of the tests.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Taken and not given back since the count began (what is freed may be older), and the most of it at once.
    static TAKEN: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

/// The system's allocator, with a count for each thread.
pub struct Counted;

fn count(change: isize) {
    // A thread that ends frees after its count is gone.
    let _ = TAKEN.try_with(|taken| {
        let (now, most) = taken.get();
        let now = now.wrapping_add(change);
        taken.set((now, most.max(now)));
    });
}

#[allow(unsafe_code, reason = "an allocator cannot be written otherwise; all of it is handed on to the system's")]
// SAFETY: each method keeps the contract by calling the system's with what it was given.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: the caller's promise, handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: the caller's promise, handed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(layout.size().cast_signed().wrapping_neg());
        // SAFETY: the caller's promise, handed on.
        unsafe { System.dealloc(memory, layout) }
    }
}

/// What `work` gives, and the most that this thread took for it at once.
pub fn most_taken<T>(work: impl FnOnce() -> T) -> (T, usize) {
    TAKEN.set((0, 0));
    let done = work();
    (done, TAKEN.get().1.max(0).cast_unsigned())
}

#[test]
fn what_is_taken_is_counted_and_given_back() {
    let (length, most) = most_taken(|| {
        let length = |bytes: Vec<u8>| std::hint::black_box(bytes).len();
        (length(vec![1; 3_000_000]), length(vec![2; 1_000_000]))
    });
    assert_eq!(length, (3_000_000, 1_000_000));
    assert!((3_000_000..3_100_000).contains(&most), "{most}");
}
