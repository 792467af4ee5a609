//! The two threads behind the counter: `centre` asks the eligibility centre, `hospital` makes the result file and hands it on.

use super::Outbox;
use super::centre::{Centre, CentreError};
use super::hospital::delivery::{Delivery, Patience};
use super::hospital::fhir::{self, FhirFacts, FhirSink};
use super::hospital::oqs::oqs_file;
use super::hospital::spool::Kind;
use super::hospital::{Encoding, FileFacts, OqsFile, ResultFolder};
use crate::eligibility::{
    Answer, Choices, FindSubsidies, Identify, Offer, OpenVisit, Query, Refusal, Register, Registration,
};
use crate::session::event::{Application, CentreTrouble, HospitalTrouble, Opening};
use crate::session::secret::{CertificateDer, Signature};
use crate::session::{Event, IdentityCheck, ResultsWay, VisitNumber, Written};
use crate::supervisor::{Beat, Part};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

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
    /// Where each answer goes as a FHIR bundle as well.
    pub fhir: Option<FhirSink>,
}

struct CentreOrder {
    visit: VisitNumber,
    /// The id under which the centre knows it.
    id: String,
    ask: Ask,
}

enum Ask {
    Open(Zeroizing<Vec<u8>>),
    Identify(Zeroizing<Vec<u8>>),
    Register,
    FindSubsidies,
    Query(Choices),
}

impl Ask {
    /// What is told where the answer could not even be asked for.
    fn failed(&self, visit: VisitNumber) -> Event {
        let trouble = CentreTrouble::Rubbish;
        match self {
            Self::Open(_) => Event::VisitOpened { visit, result: Err(trouble) },
            Self::Identify(_) => Event::Identified { visit, result: Err(trouble) },
            Self::Register => Event::Registered { visit, result: Err(trouble) },
            Self::FindSubsidies => Event::SubsidiesSought { visit, result: Err(trouble) },
            Self::Query(_) => Event::Answered { visit, result: Err(trouble) },
        }
    }
}

struct ResultOrder {
    visit: VisitNumber,
    id: String,
    answer: Box<Answer>,
    how: IdentityCheck,
}

/// The queue is full: the device behind it hangs.
#[derive(Debug, thiserror::Error)]
#[error("too many orders wait for the eligibility centre: check the network")]
pub struct QueueFull;

/// Handle to both threads; they end when it is dropped.
pub struct Office {
    centre: Sender<CentreOrder>,
    hospital: Sender<ResultOrder>,
    /// Visits up to this number are over; what waits for them is dropped unsent.
    over: Arc<AtomicU64>,
    pass: PassPlace,
}

impl Office {
    /// Starts both threads.
    pub fn start(config: OfficeConfig, centre: Box<dyn Centre>, outbox: &Outbox) -> io::Result<Self> {
        let (centre_orders, centre_queue) = bounded(QUEUE);
        let (hospital_orders, hospital_queue) = bounded(QUEUE);
        let over = Arc::new(AtomicU64::new(0));
        let pass = PassPlace::default();
        let facility = config.facility.clone();
        let clerk = Clerk { facility, centre, pass: Arc::clone(&pass), over: Arc::clone(&over) };
        let centre_outbox = outbox.clone();
        let supervisor = outbox.supervisor();
        let serve = move |clerk: &mut Clerk, beat: &Beat| serve_centre(clerk, &centre_queue, &centre_outbox, beat);
        supervisor.keep(Part::Centre, move || clerk, serve)?;
        let hospital_outbox = outbox.clone();
        let ways = Ways::start(&config, &outbox.clone())?;
        let serve = move |ways: &mut Ways, beat: &Beat| {
            serve_hospital(&config, ways, &hospital_queue, &hospital_outbox, beat);
        };
        supervisor.keep(Part::Hospital, move || ways, serve)?;
        Ok(Self { centre: centre_orders, hospital: hospital_orders, pass, over })
    }

    pub fn open_visit(&self, visit: VisitNumber, id: String, certificate: &CertificateDer) -> Result<(), QueueFull> {
        self.ask(visit, id, Ask::Open(certificate.expose().to_vec().into()))
    }

    pub fn identify(&self, visit: VisitNumber, id: String, signature: &Signature) -> Result<(), QueueFull> {
        self.ask(visit, id, Ask::Identify(signature.expose().to_vec().into()))
    }

    pub fn register(&self, visit: VisitNumber, id: String) -> Result<(), QueueFull> {
        self.ask(visit, id, Ask::Register)
    }

    pub fn find_subsidies(&self, visit: VisitNumber, id: String) -> Result<(), QueueFull> {
        self.ask(visit, id, Ask::FindSubsidies)
    }

    pub fn query(&self, visit: VisitNumber, id: String, choices: Choices) -> Result<(), QueueFull> {
        self.ask(visit, id, Ask::Query(choices))
    }

    fn ask(&self, visit: VisitNumber, id: String, ask: Ask) -> Result<(), QueueFull> {
        self.centre.try_send(CentreOrder { visit, id, ask }).map_err(|_| QueueFull)
    }

    /// `Some` answers at once, where the order could not be taken.
    pub fn write_result(
        &self,
        visit: VisitNumber,
        id: String,
        answer: Box<Answer>,
        how: IdentityCheck,
    ) -> Option<Event> {
        let refused = self.hospital.try_send(ResultOrder { visit, id, answer, how }).is_err();
        refused.then_some(Event::ResultWritten { visit, result: Err(HospitalTrouble::Other) })
    }

    /// What still waits for the centre on behalf of this visit is not sent any more.
    pub fn end_visit(&self, visit: VisitNumber) {
        self.over.fetch_max(visit.0, Ordering::SeqCst);
        self.pass.lock().unwrap_or_else(PoisonError::into_inner).take_if(|(of, _)| *of <= visit);
    }
}

/// Speaks with the centre on behalf of one visit at a time.
struct Clerk {
    facility: String,
    centre: Box<dyn Centre>,
    pass: PassPlace,
    over: Arc<AtomicU64>,
}

/// What opens the rest of the running visit at the centre: put there by the clerk, wiped by whoever ends the visit.
type PassPlace = Arc<Mutex<Option<(VisitNumber, Zeroizing<Vec<u8>>)>>>;

impl Clerk {
    fn event(&mut self, CentreOrder { visit, id, ask }: CentreOrder) -> Event {
        match ask {
            Ask::Open(certificate) => Event::VisitOpened { visit, result: self.open(id, &certificate) },
            Ask::Identify(signature) => Event::Identified { visit, result: self.identify(visit, id, &signature) },
            Ask::Register => Event::Registered { visit, result: self.register(visit, id) },
            Ask::FindSubsidies => Event::SubsidiesSought { visit, result: self.find_subsidies(visit, id) },
            Ask::Query(choices) => Event::Answered { visit, result: self.query(visit, id, choices) },
        }
    }

    fn open(&mut self, visit: String, certificate: &[u8]) -> Result<Opening, CentreTrouble> {
        let request = OpenVisit { facility: self.facility.clone(), visit, certificate: certificate.to_vec() };
        let opened = self.centre.open_visit(&request).map_err(centre_trouble)?;
        Ok(Opening { nonce: opened.nonce, certificate: opened.certificate, registered: opened.registered })
    }

    fn identify(&mut self, visit: VisitNumber, id: String, signature: &[u8]) -> Result<Offer, CentreTrouble> {
        let request = Identify { facility: self.facility.clone(), visit: id, signature: signature.to_vec() };
        let identified = self.centre.identify(&request).map_err(centre_trouble)?;
        let mut place = self.pass.lock().unwrap_or_else(PoisonError::into_inner);
        // Asked under the lock: an end that comes now finds the pass and wipes it.
        if !self.is_over(visit) {
            *place = Some((visit, identified.pass.clone().into()));
        }
        Ok(identified.offer.clone())
    }

    fn register(&mut self, visit: VisitNumber, id: String) -> Result<Application, CentreTrouble> {
        let request = Register { facility: self.facility.clone(), visit: id, pass: self.pass(visit) };
        match self.centre.register(&request).map_err(centre_trouble)? {
            Registration::Registered => Ok(Application::Registered),
            Registration::InsurerChanging => Ok(Application::InsurerChanging),
            Registration::Processing { .. } => Err(CentreTrouble::TimedOut),
        }
    }

    fn find_subsidies(&mut self, visit: VisitNumber, id: String) -> Result<bool, CentreTrouble> {
        let request = FindSubsidies { facility: self.facility.clone(), visit: id, pass: self.pass(visit) };
        Ok(self.centre.find_subsidies(&request).map_err(centre_trouble)?.found)
    }

    fn query(&mut self, visit: VisitNumber, id: String, choices: Choices) -> Result<Box<Answer>, CentreTrouble> {
        let request = Query { facility: self.facility.clone(), visit: id, pass: self.pass(visit), choices };
        self.centre.query(&request).map(Box::new).map_err(centre_trouble)
    }

    /// Empty where nobody was identified: the centre refuses it.
    fn pass(&self, visit: VisitNumber) -> Vec<u8> {
        let place = self.pass.lock().unwrap_or_else(PoisonError::into_inner);
        place.as_ref().filter(|(of, _)| *of == visit).map(|(_, pass)| pass.to_vec()).unwrap_or_default()
    }

    fn is_over(&self, visit: VisitNumber) -> bool {
        self.over.load(Ordering::SeqCst) >= visit.0
    }
}

fn serve_centre(clerk: &mut Clerk, orders: &Receiver<CentreOrder>, outbox: &Outbox, beat: &Beat) {
    for order in orders {
        if clerk.is_over(order.visit) {
            continue;
        }
        let otherwise = order.ask.failed(order.visit);
        if !outbox.send(beat.answer(|| otherwise, || clerk.event(order))) {
            return;
        }
    }
}

/// The ways of results to the hospital's systems. Each has a spool of its own, so that a FHIR server that is down holds up
/// no file.
struct Ways {
    files: Delivery,
    bundles: Option<Delivery>,
}

impl Ways {
    fn start(config: &OfficeConfig, outbox: &Outbox) -> io::Result<Self> {
        let told = Arc::new(Mutex::new([ResultsWay::default(); 2]));
        let tell = |which: usize| {
            let (told, outbox) = (Arc::clone(&told), outbox.clone());
            move |way| {
                let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                told[which] = way;
                // Without an app there is nobody to be told.
                _ = outbox.send(Event::ResultsWay(told[0].and(told[1])));
            }
        };
        let patience = Patience::default();
        let keep = |part| (outbox.supervisor(), part);
        let files = Delivery::start(config.folder.clone(), config.spool.clone(), patience, keep(Part::Files), tell(0))?;
        let bundles = match &config.fhir {
            Some(sink) => {
                let spool = config.spool.join("fhir");
                Some(Delivery::start(sink.clone(), spool, patience, keep(Part::Bundles), tell(1))?)
            }
            None => None,
        };
        Ok(Self { files, bundles })
    }

    fn file(&self, config: &OfficeConfig, id: &str, answer: &Answer) -> Result<Written, HospitalTrouble> {
        let facts = FileFacts { facility: &config.facility, file_id: id, encoding: config.encoding };
        match oqs_file(answer, &facts) {
            Ok(OqsFile { name, bytes }) => self.files.hand_on(Kind::OqsFile { name }, bytes),
            Err(error) => {
                bevy::log::error!("the result of a visit was not written: {error}");
                Err(HospitalTrouble::Other)
            }
        }
    }

    /// No patient waits for it: what it comes to is told to staff.
    fn bundle(&self, config: &OfficeConfig, id: &str, answer: &Answer, how: IdentityCheck) {
        let Some(bundles) = &self.bundles else { return };
        let version = env!("CARGO_PKG_VERSION");
        let facts = FhirFacts { facility: &config.facility, visit: id, version, identity: how };
        match fhir::bundle(answer, &facts) {
            Ok(bytes) => _ = bundles.hand_on(Kind::FhirBundle { name: id.to_owned() }, bytes),
            Err(error) => bevy::log::error!("the FHIR bundle of a visit was not made: {error}"),
        }
    }
}

fn serve_hospital(config: &OfficeConfig, ways: &Ways, orders: &Receiver<ResultOrder>, outbox: &Outbox, beat: &Beat) {
    for ResultOrder { visit, id, answer, how } in orders {
        let result = beat.answer(|| Err(HospitalTrouble::Other), || ways.file(config, &id, &answer));
        if !outbox.send(Event::ResultWritten { visit, result }) {
            return;
        }
        beat.answer(|| (), || ways.bundle(config, &id, &answer, how));
    }
}

fn centre_trouble(error: CentreError) -> CentreTrouble {
    bevy::log::warn!("{error}");
    match error {
        CentreError::Address(..) | CentreError::Unreachable(_) => CentreTrouble::Unreachable,
        CentreError::TimedOut => CentreTrouble::TimedOut,
        CentreError::Busy(_) => CentreTrouble::Busy,
        CentreError::Rubbish(_) => CentreTrouble::Rubbish,
        CentreError::Refused(Refusal::Maintenance) => CentreTrouble::Maintenance,
        CentreError::Refused(_) => CentreTrouble::Refused,
    }
}
