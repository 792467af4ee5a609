//! The two threads behind the counter: `centre` asks the eligibility centre, `hospital` makes the result file and hands it on.

use super::Outbox;
use super::centre::{Centre, CentreError};
use super::hospital::delivery::{Delivery, Patience};
use super::hospital::oqs::oqs_file;
use super::hospital::spool::Kind;
use super::hospital::{Encoding, FileFacts, OqsFile, ResultFolder};
use crate::eligibility::consent::ConsentAnswer;
use crate::eligibility::{Answer, OpenVisit, Query};
use crate::session::event::{CentreTrouble, HospitalTrouble, Opening};
use crate::session::secret::{CertificateDer, Signature};
use crate::session::{Event, VisitNumber};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{io, thread};

/// Orders that may wait: one of the running visit, and those that an ended visit left behind.
const QUEUE: usize = 4;

/// Whom the office serves, and where its results go.
pub struct OfficeConfig {
    /// 医療機関コード, 10 digits.
    pub facility: String,
    pub encoding: Encoding,
    pub folder: ResultFolder,
    /// Where results wait that cannot go there now.
    pub spool: PathBuf,
}

enum CentreOrder {
    Open(VisitNumber, OpenVisit),
    Query(VisitNumber, Query),
}

struct ResultOrder {
    visit: VisitNumber,
    id: String,
    answer: Box<Answer>,
}

/// The queue is full: the device behind it hangs.
#[derive(Debug, thiserror::Error)]
#[error("too many orders wait for the eligibility centre: check the network")]
pub struct QueueFull;

/// Handle to both threads; they end when it is dropped.
pub struct Office {
    facility: String,
    centre: Sender<CentreOrder>,
    hospital: Sender<ResultOrder>,
    /// Visits up to this number are over; what waits for them is dropped unsent.
    over: Arc<AtomicU64>,
}

impl Office {
    /// Starts both threads.
    pub fn start(config: OfficeConfig, centre: Box<dyn Centre>, outbox: &Outbox) -> io::Result<Self> {
        let (centre_orders, centre_queue) = bounded(QUEUE);
        let (hospital_orders, hospital_queue) = bounded(QUEUE);
        let over = Arc::new(AtomicU64::new(0));
        let facility = config.facility.clone();
        let (centre_outbox, centre_over) = (outbox.clone(), Arc::clone(&over));
        thread::Builder::new()
            .name("centre".into())
            .spawn(move || serve_centre(centre, &centre_queue, &centre_over, &centre_outbox))?;
        let hospital_outbox = outbox.clone();
        let way = outbox.clone();
        // Without an app there is nobody to be told.
        let tell = move |results| _ = way.send(Event::ResultsWay(results));
        let delivery = Delivery::start(config.folder.clone(), config.spool.clone(), Patience::default(), tell)?;
        thread::Builder::new()
            .name("hospital".into())
            .spawn(move || serve_hospital(&config, &delivery, &hospital_queue, &hospital_outbox))?;
        Ok(Self { facility, centre: centre_orders, hospital: hospital_orders, over })
    }

    pub fn open_visit(&self, visit: VisitNumber, id: String, certificate: &CertificateDer) -> Result<(), QueueFull> {
        let request =
            OpenVisit { facility: self.facility.clone(), visit: id, certificate: certificate.expose().to_vec() };
        self.centre.try_send(CentreOrder::Open(visit, request)).map_err(|_| QueueFull)
    }

    pub fn query(
        &self,
        visit: VisitNumber,
        id: String,
        signature: &Signature,
        consents: Vec<ConsentAnswer>,
    ) -> Result<(), QueueFull> {
        let request =
            Query { visit: id, facility: self.facility.clone(), signature: signature.expose().to_vec(), consents };
        self.centre.try_send(CentreOrder::Query(visit, request)).map_err(|_| QueueFull)
    }

    /// `Some` answers at once, where the order could not be taken.
    pub fn write_result(&self, visit: VisitNumber, id: String, answer: Box<Answer>) -> Option<Event> {
        let refused = self.hospital.try_send(ResultOrder { visit, id, answer }).is_err();
        refused.then_some(Event::ResultWritten { visit, result: Err(HospitalTrouble::Other) })
    }

    /// What still waits for the centre on behalf of this visit is not sent any more.
    pub fn end_visit(&self, visit: VisitNumber) {
        self.over.fetch_max(visit.0, Ordering::SeqCst);
    }
}

fn serve_centre(mut centre: Box<dyn Centre>, orders: &Receiver<CentreOrder>, over: &AtomicU64, outbox: &Outbox) {
    for order in orders {
        let visit = match &order {
            CentreOrder::Open(visit, _) | CentreOrder::Query(visit, _) => *visit,
        };
        if over.load(Ordering::SeqCst) >= visit.0 {
            continue;
        }
        let event = match order {
            CentreOrder::Open(visit, request) => {
                let result = centre.open_visit(&request).map_err(|error| centre_trouble(&error)).map(|opened| {
                    Opening { nonce: opened.nonce, certificate: opened.certificate, registered: opened.registered }
                });
                Event::VisitOpened { visit, result }
            }
            CentreOrder::Query(visit, request) => {
                let result = centre.query(&request).map(Box::new).map_err(|error| centre_trouble(&error));
                Event::Answered { visit, result }
            }
        };
        if !outbox.send(event) {
            return;
        }
    }
}

fn serve_hospital(config: &OfficeConfig, delivery: &Delivery, orders: &Receiver<ResultOrder>, outbox: &Outbox) {
    for ResultOrder { visit, id, answer } in orders {
        let facts = FileFacts { facility: &config.facility, file_id: &id, encoding: config.encoding };
        let result = match oqs_file(&answer, &facts) {
            Ok(OqsFile { name, bytes }) => delivery.hand_on(Kind::OqsFile { name }, bytes),
            Err(error) => {
                bevy::log::error!("the result of a visit was not written: {error}");
                Err(HospitalTrouble::Other)
            }
        };
        if !outbox.send(Event::ResultWritten { visit, result }) {
            return;
        }
    }
}

fn centre_trouble(error: &CentreError) -> CentreTrouble {
    bevy::log::warn!("{error}");
    match error {
        CentreError::Address(..) | CentreError::Unreachable(_) => CentreTrouble::Unreachable,
        CentreError::TimedOut => CentreTrouble::TimedOut,
        CentreError::Busy(_) => CentreTrouble::Busy,
        CentreError::Rubbish(_) => CentreTrouble::Rubbish,
        CentreError::Refused(_) => CentreTrouble::Refused,
    }
}
