"""Small published data sets, transcribed, so that the main reference values are checked everywhere."""

from __future__ import annotations

import pandas as pd

# Annual flow of the Nile at Aswan, 1871-1970, 10^8 m3: Cobb (1978), Biometrika 65, 243-251
_NILE = """
1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250 1260
1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 864
862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890 744 749
838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740
"""

# Quarterly US ex-post real interest rate, 1961(1)-1986(3), percent: Garcia and Perron (1996), used by Bai and
# Perron (2003), Journal of Applied Econometrics 18, 1-22
_REAL_INTEREST = """
1.99132 0.00403 2.27 0.84833 1.89112 -0.28 3.68431 1.62478 1.21599 1.28373 1.70141 3.16687 2.32779 2.26202
1.91218 3.53196 -0.31777 3.44694 1.52422 0.74268 1.31541 0.36646 3.59562 3.6574 0.97494 -0.5328 1.12681
0.31123 0.57834 1.08163 0.24977 0.23792 -0.32653 1.14733 1.19323 2.58962 0.01195 2.63842 0.42092 2.58823
-2.19809 2.89548 1.8213 0.86332 0.67496 0.34435 1.22762 -2.83991 -1.8163 -2.22965 -1.58457 -6.31184 -2.46258
-5.61479 -3.53887 1.0178 -1.58875 -1.85396 -0.2567 2.42226 -1.29502 -0.48977 1.21167 -4.85498 -3.599 0.17094
1.51603 -1.85304 -5.60478 -1.25767 0.96658 -3.09451 -5.26773 -4.03154 -1.76618 -5.73978 3.83047 0.52007
-0.18033 3.82808 3.01171 2.75289 11.74184 9.91701 3.03444 10.15143 9.29177 6.87498 2.43675 4.37202 6.77774
4.16692 5.65037 5.17734 9.41206 3.77006 4.24568 4.53154 3.39706 8.93951 4.20825 3.43461 4.30529
"""

# Weeks of remission in leukaemia, 0 = censored: Freireich et al. (1963), as in Gehan (1965), Biometrika 52, 203-223
_TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
_CONTROL = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def nile() -> pd.DataFrame:
    """year, flow."""
    return pd.DataFrame({"year": range(1871, 1971), "flow": [float(v) for v in _NILE.split()]})


def real_interest() -> pd.DataFrame:
    """quarter, rate."""
    quarters = pd.period_range("1961Q1", "1986Q3", freq="Q")
    return pd.DataFrame({"quarter": quarters, "rate": [float(v) for v in _REAL_INTEREST.split()]})


def remission() -> pd.DataFrame:
    """weeks, relapse, treatment."""
    rows = [
        {"weeks": float(v.rstrip("+")), "relapse": 0 if v.endswith("+") else 1, "treatment": name}
        for name, text in (("6-MP", _TREATED), ("control", _CONTROL))
        for v in text.split()
    ]
    return pd.DataFrame(rows)
