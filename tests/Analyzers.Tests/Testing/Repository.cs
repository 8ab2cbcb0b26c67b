namespace AsyncStateAnalyzers.Testing;

/// <summary>Files of this repository that tests read as data.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "AsyncStateAnalyzers.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException("The tests run below the folder of AsyncStateAnalyzers.sln, and there is none above " + AppContext.BaseDirectory);
    }
}
