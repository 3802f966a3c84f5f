/** The places of the clinic by address. */
import { useEffect } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { late } from './components/late.tsx'
import { Loading } from './components/loading.tsx'
import { fetchWhenIdle } from './idle.ts'
import { DayPage } from './pages/day/day-page.tsx'

const place = <Props extends object>(load: Parameters<typeof late<Props>>[0]) =>
  late(load, <Loading />)

const QueuePage = place(async () => (await import('./pages/queue/queue-page.tsx')).default)
const PatientsPage = place(async () => (await import('./pages/patients/patients-page.tsx')).default)
const PatientPage = place(async () => (await import('./pages/patients/patient-page.tsx')).default)
const ListsPage = place(async () => (await import('./pages/lists/lists-page.tsx')).default)
const DocumentsPage = place(
  async () => (await import('./pages/documents/documents-page.tsx')).default,
)
const VisitPage = place(async () => (await import('./pages/visits/visit-page.tsx')).default)
const CashPage = place(async () => (await import('./pages/billing/cash-page.tsx')).default)
const NotificationsPage = place(
  async () => (await import('./pages/notifications/notifications-page.tsx')).default,
)
const SchedulePage = place(async () => (await import('./pages/schedule/schedule-page.tsx')).default)
const CatalogPage = place(async () => (await import('./pages/catalog/catalog-page.tsx')).default)
const StaffPage = place(async () => (await import('./pages/staff/staff-page.tsx')).default)
const DecisionsPage = place(async () => (await import('./pages/hub/decisions-page.tsx')).default)
const SettingsPage = place(async () => (await import('./pages/settings/settings-page.tsx')).default)

/** In the order in which a desk usually goes to them. */
const places = [
  QueuePage,
  PatientsPage,
  PatientPage,
  CashPage,
  VisitPage,
  ListsPage,
  DocumentsPage,
  NotificationsPage,
  SchedulePage,
  CatalogPage,
  StaffPage,
  SettingsPage,
  DecisionsPage,
]

/** The first look at a place is as quick as the second: all are fetched once the day stands. */
async function fetchPlaces(): Promise<void> {
  for (const { fetch } of places) await fetch()
}

export function PlaceRoutes() {
  useEffect(() => fetchWhenIdle(fetchPlaces), [])
  return (
    <Routes>
      <Route path="/day" element={<DayPage />} />
      <Route path="/queue" element={<QueuePage />} />
      <Route path="/patients" element={<PatientsPage />} />
      <Route path="/patients/:patientId" element={<PatientPage />} />
      <Route path="/documents" element={<DocumentsPage />} />
      <Route path="/documents/:documentId" element={<DocumentsPage />} />
      <Route path="/lists" element={<ListsPage />} />
      <Route path="/lists/:list" element={<ListsPage />} />
      <Route path="/visits/:appointmentId" element={<VisitPage />} />
      <Route path="/cash" element={<CashPage />} />
      <Route path="/cash/:appointmentId" element={<CashPage />} />
      <Route path="/notifications" element={<NotificationsPage />} />
      <Route path="/schedule" element={<SchedulePage />} />
      <Route path="/catalog" element={<CatalogPage />} />
      <Route path="/staff" element={<StaffPage />} />
      <Route path="/decisions" element={<DecisionsPage />} />
      <Route path="/settings" element={<SettingsPage />} />
      <Route path="*" element={<Navigate to="/day" replace />} />
    </Routes>
  )
}
