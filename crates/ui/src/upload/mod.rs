//! Files from the reader's machine, on their way to the server: how they are picked, and how far each of them is.
//!
//! A file is sent by `XMLHttpRequest`, because `fetch` does not tell how much of a body has gone. In the browser only;
//! where the server renders a page there are no files.

use std::{cell::RefCell, rc::Rc};

use futures::{
    channel::oneshot,
    future::{AbortHandle, abortable},
};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, File, HtmlInputElement, ProgressEvent, XmlHttpRequest};

/// A file that somebody picked. Cheap to clone.
#[derive(Clone, Debug)]
pub struct PickedFile(SendWrapper<File>);

impl PickedFile {
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Bytes.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 2^53")]
    pub fn size(&self) -> u64 {
        self.0.size() as u64
    }
}

/// Takes the files out of a file control, which is empty then and can be given the same ones again.
pub fn take_chosen(control: &HtmlInputElement) -> Vec<PickedFile> {
    let files = list(control.files());
    control.set_value("");
    files
}

/// Whether something that is dragged has files in it.
pub fn drags_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

/// The files that were dropped.
pub fn dropped(event: &DragEvent) -> Vec<PickedFile> {
    transferred(event.data_transfer())
}

/// The files that were pasted; none where there is a text beside them, which is what was meant then.
pub fn pasted(event: &ClipboardEvent) -> Vec<PickedFile> {
    let data = event.clipboard_data();
    let has_text = data.as_ref().is_some_and(|data| data.types().includes(&"text/plain".into(), 0));
    if has_text { Vec::new() } else { transferred(data) }
}

fn transferred(data: Option<DataTransfer>) -> Vec<PickedFile> {
    list(data.and_then(|data| data.files()))
}

fn list(files: Option<web_sys::FileList>) -> Vec<PickedFile> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|n| files.get(n)).map(|file| PickedFile(SendWrapper::new(file))).collect()
}

/// What became of sending a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The server answered.
    Answered { status: u16, body: String },
    /// It could not be reached, or the file could not be read.
    Unreachable,
}

/// A file on its way; it goes on when this is dropped.
#[derive(Debug, Clone)]
pub struct Upload(AbortHandle);

impl Upload {
    /// Posts a file as the body of a request. `progress` is told how much of it has gone, from 0 to 1; `done` what
    /// became of it, unless it was cancelled.
    pub fn start(
        address: String,
        file: PickedFile,
        progress: impl Fn(f64) + 'static,
        done: impl FnOnce(Sent) + 'static,
    ) -> Self {
        let (sending, handle) = abortable(async move { send(&address, &file, progress).await });
        spawn_local(async move {
            if let Ok(sent) = sending.await {
                done(sent.unwrap_or(Sent::Unreachable));
            }
        });
        Self(handle)
    }

    /// Breaks it off; the server keeps nothing of it.
    pub fn cancel(&self) {
        self.0.abort();
    }
}

/// Breaks a request off that is still under way when this is dropped.
struct Abort(XmlHttpRequest);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.set_onloadend(None);
        if let Ok(upload) = self.0.upload() {
            upload.set_onprogress(None);
        }
        // Does nothing to one that has ended.
        let _ = self.0.abort();
    }
}

/// Sends and waits for the answer; `None` where there is none.
async fn send(address: &str, file: &PickedFile, progress: impl Fn(f64) + 'static) -> Option<Sent> {
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", address).ok()?;
    request.set_request_header("Content-Type", "application/octet-stream").ok()?;
    request.set_request_header("Accept", "application/json").ok()?;
    let told = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            progress(event.loaded() / event.total());
        }
    });
    request.upload().ok()?.set_onprogress(Some(told.as_ref().unchecked_ref()));
    let (sender, ended) = oneshot::channel::<()>();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let end = Closure::<dyn Fn()>::new(move || {
        if let Some(sender) = sender.borrow_mut().take() {
            // Nobody waits any more: nothing to tell.
            let _ = sender.send(());
        }
    });
    request.set_onloadend(Some(end.as_ref().unchecked_ref()));
    // Dropped before the closures are, and so before anything could call them.
    let request = Abort(request);
    request.0.send_with_opt_blob(Some(&file.0)).ok()?;
    ended.await.ok()?;
    let status = request.0.status().ok().filter(|status| *status != 0)?;
    let body = request.0.response_text().ok().flatten().unwrap_or_default();
    Some(Sent::Answered { status, body })
}
