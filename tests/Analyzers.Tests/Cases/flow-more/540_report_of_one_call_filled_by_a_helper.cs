// truth: safe
// why: the report is made here and known to the helper only while it runs
// checked: 0 of 10 schedules violate

namespace Case_540;

public sealed class Report { public int Rows; public string Text = ""; }

public sealed class Reports(Func<int, Task<string>> load)
{
    public async Task<Report> BuildAsync(int pages)
    {
        var report = new Report();
        for (var page = 0; page < pages; page++) await AppendAsync(report, page);
        return report;
    }

    private async Task AppendAsync(Report report, int page)
    {
        if (report.Rows > 10) return;
        var rows = report.Rows;
        report.Text += await load(page);
        report.Rows = rows + 1;
    }
}
