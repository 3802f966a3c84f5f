/** The places of the clinic by address. */
import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { Loading } from './components/loading.tsx'
import { DayPage } from './pages/day/day-page.tsx'

const PatientsPage = lazy(() => import('./pages/patients/patients-page.tsx'))
const PatientPage = lazy(() => import('./pages/patients/patient-page.tsx'))
const CardsPage = lazy(() => import('./pages/patients/cards-page.tsx'))
const VisitPage = lazy(() => import('./pages/visits/visit-page.tsx'))
const CashPage = lazy(() => import('./pages/billing/cash-page.tsx'))
const NotificationsPage = lazy(() => import('./pages/notifications/notifications-page.tsx'))
const CatalogPage = lazy(() => import('./pages/catalog/catalog-page.tsx'))
const StaffPage = lazy(() => import('./pages/staff/staff-page.tsx'))
const SettingsPage = lazy(() => import('./pages/settings/settings-page.tsx'))

export function PlaceRoutes() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route path="/day" element={<DayPage />} />
        <Route path="/patients" element={<PatientsPage />} />
        <Route path="/patients/:patientId" element={<PatientPage />} />
        <Route path="/cards" element={<CardsPage />} />
        <Route path="/visits/:appointmentId" element={<VisitPage />} />
        <Route path="/cash" element={<CashPage />} />
        <Route path="/cash/:appointmentId" element={<CashPage />} />
        <Route path="/notifications" element={<NotificationsPage />} />
        <Route path="/catalog" element={<CatalogPage />} />
        <Route path="/staff" element={<StaffPage />} />
        <Route path="/settings" element={<SettingsPage />} />
        <Route path="*" element={<Navigate to="/day" replace />} />
      </Routes>
    </Suspense>
  )
}
